"""The page 系统: how the installation is doing, for its administrator."""
