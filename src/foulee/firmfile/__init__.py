"""The firm's file, "le dossier": one document that the guided questions fill and the command line reads."""
