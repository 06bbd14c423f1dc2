// Node's system errors as the failures that scripts see: C's error numbers and the texts of strerror.

import { constants } from "node:os";
import { HostError } from "../host.js";

/** Texts of strerror on Linux. */
const TEXTS: Readonly<Record<string, string>> = {
  E2BIG: "Argument list too long",
  EACCES: "Permission denied",
  EAGAIN: "Resource temporarily unavailable",
  EBADF: "Bad file descriptor",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EFBIG: "File too large",
  EINTR: "Interrupted system call",
  EINVAL: "Invalid argument",
  EIO: "Input/output error",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  EMFILE: "Too many open files",
  EMLINK: "Too many links",
  ENAMETOOLONG: "File name too long",
  ENFILE: "Too many open files in system",
  ENODEV: "No such device",
  ENOENT: "No such file or directory",
  ENOEXEC: "Exec format error",
  ENOMEM: "Cannot allocate memory",
  ENOSPC: "No space left on device",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  ENXIO: "No such device or address",
  EPERM: "Operation not permitted",
  EPIPE: "Broken pipe",
  EROFS: "Read-only file system",
  ESPIPE: "Illegal seek",
  ETXTBSY: "Text file busy",
  EXDEV: "Invalid cross-device link",
};

/** Runs a file operation of Node; its system errors become `HostError`s. */
export function withHostErrors<T>(operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw hostError(error);
  }
}

/** The failure behind a system error; any other exception as it is. */
function hostError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ERR_INVALID_ARG_VALUE") return new HostError("No such file or directory", constants.errno.ENOENT);
  if (code === undefined || !Object.hasOwn(constants.errno, code)) return error;
  return new HostError(TEXTS[code] ?? error.message, constants.errno[code as keyof typeof constants.errno]);
}

/** Whether an exception is this system error. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
