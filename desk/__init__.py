"""The clerk's web desk, and the register behind it: every case, who saw it and who decided."""
