"""The bytes of sources: files, folders, archives, and how their text is encoded."""
