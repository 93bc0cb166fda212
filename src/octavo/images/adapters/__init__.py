"""The images' technologies: SQL, files, libvips in processes of its own."""
