"""What the live tests share: a network namespace with a Linux peer, the daemon, programs, and checks of captures."""
