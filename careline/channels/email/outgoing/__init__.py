"""Mail on its way out: letter, composing, signing, SMTP. Knows no database."""
