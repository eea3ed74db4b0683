"""Questions asked of the records, by stage."""
