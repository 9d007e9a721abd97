"""The HTTP face: parse, ask the store and the domain, represent. No rule of law lives here."""
