"""Saying the answer: sentences, charts, and the text, HTML and JSON forms shared by terminal and web."""
