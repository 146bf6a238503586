"""Stop the main thread of a process, and only that one: what a hung event loop looks like. Lasts until it is killed."""

import ctypes
import os
import sys

PTRACE_ATTACH = 16
ALL = 0x40000000
"""__WALL: threads of somebody else, too."""


def main(pid: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if libc.ptrace(PTRACE_ATTACH, pid, None, None) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    os.waitpid(pid, ALL)
    print("hung", flush=True)
    # Waited for, or a process that is killed meanwhile could not be buried.
    while not os.WIFSIGNALED(os.waitpid(pid, ALL)[1]):
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]))
