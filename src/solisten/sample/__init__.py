"""The invented record that `solisten demo` reads."""
