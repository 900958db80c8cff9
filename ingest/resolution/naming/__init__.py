"""Reading names, as the names of organizations are put in Chinese and in English, and codes."""
