"""The pages of the site, a module per family; `views` says what each template takes."""
