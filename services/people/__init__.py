"""Who works here: the list of people, and what an administrator does with their accounts and roles."""
