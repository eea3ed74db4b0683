"""Is the installation well?"""
