"""The pages for people: each drawn from the very answers that the API gives. No rule of law lives here."""
