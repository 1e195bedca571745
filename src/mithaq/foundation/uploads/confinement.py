"""What a child that reads a file may still do: compute, read its orders, write its answer, and stop. Linux only.

Three walls, one behind the other: resource limits (memory, processor time, no new file or socket at all), a network
namespace without any network, and a list of system calls beyond which the kernel says no. `walls()` tries
them in a process of its own and names those that hold on this host.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

#: The kernel's number of each processor kind, and of each system call that a child may make there
#: (linux/audit.h, asm/unistd.h). Neither opening nor connecting, forking, executing or signalling is among them.
_ALLOWED = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
            "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25,
            "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "getrusage": 98,
            "sigaltstack": 131, "gettid": 186, "futex": 202, "restart_syscall": 219, "clock_gettime": 228,
            "clock_nanosleep": 230, "exit_group": 231, "getrandom": 318, "rseq": 334,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226,
            "munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
            "sched_yield": 124, "mremap": 216, "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93,
            "gettimeofday": 169, "getrusage": 165, "sigaltstack": 132, "gettid": 178, "futex": 98,
            "restart_syscall": 128, "clock_gettime": 113, "clock_nanosleep": 115, "exit_group": 94, "getrandom": 278,
            "rseq": 293,
        },
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost."""

    #: Address space in megabytes, the interpreter's own thirty included.
    memory: int
    #: Seconds of processor time.
    cpu: int
    #: Seconds on the clock, so that a child that waits for ever ends too.
    wall: int
    #: The longest answer, in megabytes.
    answer: int = 32


OFFICE = Limits(memory=300, cpu=2, wall=20)
#: A list of twenty thousand rows takes three seconds on a slow machine.
TABLE = Limits(memory=400, cpu=6, wall=30)
PDF = Limits(memory=500, cpu=30, wall=120)


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent dies; end at once if that has happened already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def limit(limits: Limits) -> None:
    """Bound this process for good: memory, processor time, no core file, no further file, socket or process."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    # Where the interpreter itself is large (a sanitizer, another allocator) the file still gets half of its share.
    most = max(limits.memory * MEGABYTE, used + limits.memory * MEGABYTE // 2)
    for what, bound in (
        (resource.RLIMIT_AS, (most, most)),
        (resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_FSIZE, (0, 0)),
        (resource.RLIMIT_NPROC, (0, 0)),
        (resource.RLIMIT_NOFILE, (0, 0)),
    ):
        resource.setrlimit(what, bound)


def leave_the_network() -> bool:
    """Move this process (of one thread) into a network namespace without a network; False where the host forbids it."""
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if _libc.unshare(flags) == 0:
            return [name for _, name in socket.if_nameindex()] in ([], ["lo"])
    return False


def forbid_system_calls() -> bool:
    """Refuse every system call that computing does not need; False where the host or its processor cannot."""
    known = _ALLOWED.get(platform.machine())
    if known is None or sys.platform != "linux":
        return False
    program = _program(*known)
    filled = (_Instruction * len(program))(*program)
    pointed = _Program(len(program), filled)
    try:
        _prctl(_PR_SET_DUMPABLE, 0)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(pointed))
    except OSError:
        return False
    return True


def filter_holds() -> bool:
    """Whether a process of ours under the filter is refused a socket. Tried in a child, since there is no way back."""
    child = os.fork()
    if not child:
        status = 1
        try:
            if forbid_system_calls():
                socket.socket().close()
        except PermissionError:
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _prctl(option: int, argument: int, more: int = 0) -> None:
    if _libc.prctl(option, ctypes.c_ulong(argument), ctypes.c_ulong(more), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        raise OSError(ctypes.get_errno(), "prctl")


def _program(processor: int, allowed: dict[str, int]) -> list[_Instruction]:
    """Load the processor kind and compare; load the call's number and compare with each that is allowed."""
    load, jump_if_equal, answer = 0x20, 0x15, 0x06
    kill, refuse, allow = 0x80000000, 0x00050000 | errno.EPERM, 0x7FFF0000
    numbers = sorted(allowed.values())
    return [
        _Instruction(load, 0, 0, 4),
        _Instruction(jump_if_equal, 1, 0, processor),
        _Instruction(answer, 0, 0, kill),
        _Instruction(load, 0, 0, 0),
        *(_Instruction(jump_if_equal, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        _Instruction(answer, 0, 0, refuse),
        _Instruction(answer, 0, 0, allow),
    ]
