"""What is read without a trained parser: words with the forms they may have, sentences, and what events are told by."""
