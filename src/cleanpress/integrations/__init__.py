"""Cleaning inside other tools: one module each, importing its tool only when it is used."""
