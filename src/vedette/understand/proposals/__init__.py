"""What a language model proposes to read in a text, checked against the text. Pure: nobody is asked here."""
