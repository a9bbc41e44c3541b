"""Files: bytes in and bytes out, formats by name, safe writing, records of JSONL and CSV.

Nothing is imported here: take what you need from ``source``, ``writing``, ``formats`` and ``records``.
"""
