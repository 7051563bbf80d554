"""What goes over the wire, one noun a file. Shapes only read rows and check input; stages do the acts."""
