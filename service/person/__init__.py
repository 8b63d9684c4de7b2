"""The rights of the person: to know, correct and delete what is kept; notices and consents."""
