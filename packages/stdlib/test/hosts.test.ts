// Hosts: what scripts reach through them, and hosts that take their time.

import { describe, expect, test, vi } from "vitest";
import { consoleStream, createHost, HostError, MemoryFileSystem, type FileSystem, type HostFile } from "@luster/stdlib";
import { Machine, runLua } from "./machine.js";

/** The same file system, with every answer a promise. */
function later(files: MemoryFileSystem): FileSystem {
  const wait = async <T>(operation: () => T | PromiseLike<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    return operation();
  };
  const wrap = (file: HostFile): HostFile => ({
    read: (count) => wait(() => file.read!(count)),
    write: (bytes) => wait(() => file.write!(bytes)),
    seek: (offset, whence) => wait(() => file.seek!(offset, whence)),
    close: () => wait(() => file.close?.()),
  });
  return {
    open: (name, mode) => wait(() => wrap(files.open(name, mode))),
    remove: (name) => wait(() => files.remove(name)),
    rename: (from, to) => wait(() => files.rename(from, to)),
    temporaryName: () => wait(() => files.temporaryName()),
  };
}

describe("a machine without capabilities", () => {
  const BARE = { host: { files: undefined } };

  test.each([
    [`print(io.open("x"))`, "nil\tx: Operation not permitted\t1\n"],
    [`print(pcall(io.lines, "x"))`, "false\tcannot open file 'x' (Operation not permitted)\n"],
    [`print(io.tmpfile())`, "nil\tOperation not permitted\t1\n"],
    [`print(pcall(io.popen, "ls"))`, "false\t'popen' not supported\n"],
    [`print(os.remove("x"))`, "nil\tx: Operation not permitted\t1\n"],
    [`print(os.rename("x", "y"))`, "nil\tOperation not permitted\t1\n"],
    [`print(pcall(os.tmpname))`, "false\tunable to generate a unique filename\n"],
    [`print(os.execute(), os.execute("ls"))`, "false\tnil\tOperation not permitted\t1\n"],
    [`print(os.getenv("HOME"))`, "nil\n"],
    [`print(pcall(os.exit))`, "false\t'exit' not supported\n"],
    [`print(io.read(), io.read("a"), io.read(0))`, "nil\t\tnil\n"],
    [`print(loadfile("x"))`, "nil\tcannot open x: No such file or directory\n"],
    [`print(type(os.time()), type(os.clock()))`, "number\tnumber\n"],
  ])("%s", (source, expected) => {
    expect(runLua(source, BARE)).toBe(expected);
  });
});

describe("output", () => {
  test("print, io.write and io.stdout share one buffer, in order", () => {
    expect(runLua(`io.write("a") print("b") io.stdout:write("c", 1, 2.5) print(nil, true)`)).toBe("ab\nc12.5nil\ttrue\n");
  });

  test("standard error comes after what was printed before it", () => {
    const log: string[] = [];
    const stream = (name: string): HostFile => ({ write: (bytes) => void log.push(name + bytes) });
    runLua(`io.write("out") io.stderr:write("err") io.write("more")`, { host: { stdout: stream("1:"), stderr: stream("2:") } });
    expect(log).toEqual(["1:out", "2:err", "1:more"]);
  });

  test("what was written is shown before input is waited for", () => {
    const log: string[] = [];
    const stdin: HostFile = { read: () => (log.push("read"), "") };
    runLua(`io.write("name? ") io.read()`, { host: { stdin, stdout: { write: (bytes) => void log.push(bytes) } } });
    expect(log).toEqual(["name? ", "read"]);
  });

  test("what is held back comes out when the JavaScript turn ends", async () => {
    const machine = new Machine();
    machine.vm.run(
      (cx) => ({ callee: cx.globals.getString("print"), args: ["late"] }),
      () => undefined,
    );
    expect(machine.output).toBe("");
    await Promise.resolve();
    expect(machine.output).toBe("late\n");
  });

  test("a line at a time to a terminal", () => {
    const log: string[] = [];
    const stdout: HostFile = { isInteractive: true, write: (bytes) => void log.push(bytes) };
    runLua(`io.write("a") io.write("b\\n") print("c")`, { host: { stdout } });
    expect(log).toEqual(["ab\n", "c\n"]);
  });

  test("the console gets whole lines, decoded", () => {
    const shown = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const stream = consoleStream("log");
    void stream.write?.("one\ntw");
    void stream.write?.("o \xc3\xa4\nrest");
    void stream.close?.();
    expect(shown.mock.calls).toEqual([["one"], ["two ä"], ["rest"]]);
    shown.mockRestore();
  });

  test("a stream that fails gives its error to the script", () => {
    const stdout: HostFile = {
      write() {
        throw new HostError("No space left on device", 28);
      },
    };
    const errors: string[] = [];
    const program = `io.stdout:setvbuf("no") local ok, m, n = io.write("x") io.stderr:write(tostring(ok), " ", m, " ", n)`;
    runLua(program, { host: { stdout, stderr: { write: (bytes) => void errors.push(bytes) } } });
    expect(errors.join("")).toBe("nil No space left on device 28");
  });
});

describe("files in memory", () => {
  test("hold what was written", () => {
    const machine = new Machine({ files: { "in.txt": "one\ntwo\n" } });
    machine.run(`local f = io.open("out.txt", "w") for l in io.lines("in.txt") do f:write(l:upper(), ";") end f:close()`);
    expect(machine.files.readFile("out.txt")).toBe("ONE;TWO;");
    expect(machine.files.names).toEqual(["in.txt", "out.txt"]);
  });

  test.each([
    ["w", "new"],
    ["a", "oldnew"],
    ["r+", "new"],
    ["a+", "oldnew"],
    ["w+", "new"],
  ])("mode %s", (mode, expected) => {
    const machine = new Machine({ files: { f: "old" } });
    machine.run(`local f = io.open("f", "${mode}") f:write("new") f:close()`);
    expect(machine.files.readFile("f")).toBe(expected);
  });

  test("reading a file opened for writing, and writing one opened for reading, fails as in C", () => {
    expect(runLua(`print(io.open("f", "w"):read())`)).toBe("nil\tBad file descriptor\t9\n");
    expect(runLua(`print(io.open("f", "r"):write("x"))`, { files: { f: "" } })).toBe("nil\tBad file descriptor\t9\n");
  });

  test("seeking past the end leaves zeros", () => {
    const machine = new Machine();
    machine.run(`local f = io.open("f", "w") f:seek("set", 3) f:write("x") f:close()`);
    expect(machine.files.readFile("f")).toBe("\0\0\0x");
  });

  test("a file that is collected is closed, with its output", () => {
    const machine = new Machine();
    machine.run(`io.open("f", "w"):write("kept") collectgarbage() collectgarbage()`);
    expect(machine.files.readFile("f")).toBe("kept");
  });
});

describe("a host that answers later", () => {
  const program = `
    local f = assert(io.open("out", "w"))
    for i = 1, 3 do f:write("line ", i, "\\n") end
    assert(f:close())
    for l in io.lines("out") do io.write("<", l, ">") end
    local g = io.open("out")
    print(g:read("L", 4))
    print(g:read("n"), g:seek("set", 2), g:read("a"))
    print(io.open("missing"))
    print(pcall(io.lines, "missing"))
    print(os.rename("out", "moved"), os.remove("moved"), os.remove("moved"))
    local t = io.tmpfile() t:write("tmp") t:seek("set") print(t:read("a"), t:close())
    print(coroutine.wrap(function() local h = io.open("in") coroutine.yield(h:read("a")) end)())
    print(dofile("chunk.lua"), loadfile("chunk.lua")(), require("mod").x, select("#", require("mod")))
    print(pcall(require, "absent"))`;
  const files = { in: "input", "chunk.lua": "return 42", "mod.lua": "return { x = ... }" };

  test("gives what one that answers at once gives", async () => {
    const now = runLua(program, { files });
    const memory = new MemoryFileSystem(files);
    expect(await new Machine({ host: { files: later(memory) } }).runAsync(program)).toBe(now);
    expect(now).toContain("<line 1><line 2><line 3>line 1\n\tline\n2\t2\tne 1\nline 2\nline 3\n");
    expect(now).toContain("42\t42\tmod\t1\n");
  });

  test("streams may take their time too", async () => {
    const shown: string[] = [];
    const inputs = ["first li", "ne\nsecond\n", ""];
    const stdout: HostFile = {
      async write(bytes) {
        await Promise.resolve();
        shown.push(bytes);
      },
    };
    const stdin: HostFile = { read: async () => inputs.shift() ?? "" };
    await new Machine({ host: { stdin, stdout } }).runAsync(`for l in io.lines() do print("got " .. l) end io.write("end")`);
    expect(shown.join("")).toBe("got first line\ngot second\nend");
  });

  test("a rejection that is no HostError is an error of the host", async () => {
    const broken: FileSystem = { ...later(new MemoryFileSystem()), open: () => Promise.reject(new TypeError("bug in host")) };
    await expect(new Machine({ host: { files: broken } }).runAsync(`io.open("x")`)).rejects.toThrow("bug in host");
  });
});

describe("modules", () => {
  test("come from files of the host by package.path", () => {
    const files = { "a.lua": `return { name = ..., file = select(2, ...) }`, "lib/b/init.lua": `return "b"` };
    expect(runLua(`package.path = "./?.lua;lib/?/init.lua" print(require("a").name, require("a").file, (require("b")))`, { files })).toBe(
      "a\t./a.lua\tb\n",
    );
  });

  test("with a syntax error say in which file", () => {
    const output = runLua(`print(pcall(require, "bad"))`, { files: { "bad.lua": "x =" } });
    expect(output).toContain("error loading module 'bad' from file './bad.lua':\n\t");
  });

  test("may be given by the host, at once or later", async () => {
    const loadModule = (name: string): Promise<{ source: string } | undefined> =>
      Promise.resolve(name === "given" ? { source: "return ..., 7" } : undefined);
    const machine = new Machine({ host: { loadModule } });
    expect(await machine.runAsync(`print(require("given"))`)).toBe("given\t:host:\n");
    expect(await machine.runAsync(`print(pcall(require, "other"))`)).toContain("\n\tno module 'other' in the host\n");
    expect(await machine.runAsync("print(#package.searchers)")).toBe("5\n");
  });

  test("paths come from the environment, with ;; for the default", () => {
    const environment = (name: string): string | undefined => (name === "LUA_PATH" ? "x/?.lua;;" : undefined);
    expect(runLua(`print(package.path:sub(1, 20))`, { host: { environment } })).toBe("x/?.lua;/usr/local/s\n");
  });
});

describe("processes", () => {
  test("exit flushes, then ends", () => {
    const codes: number[] = [];
    class Ended extends Error {}
    const host = {
      process: {
        exit(code: number): void {
          codes.push(code);
          throw new Ended();
        },
      },
    };
    const machine = new Machine({ host });
    for (const call of ["os.exit()", "os.exit(true)", "os.exit(false)", "os.exit(3)"]) {
      expect(() => machine.run(`io.write("last words") ${call}`)).toThrow();
      expect(machine.output).toBe("last words");
    }
    expect(codes).toEqual([0, 0, 1, 3]);
  });

  test("exit with a true second argument closes variables and runs finalizers first", () => {
    const source = `
      local function closer(name, f)
        return setmetatable({}, { __close = function(_, e) print("close " .. name, e) if f then f() end end })
      end
      local function finalizer(name) return setmetatable({}, { __gc = function() print("gc " .. name) end }) end
      first, second = finalizer("first"), finalizer("second")
      local a <close> = closer("a")
      local b <close> = closer("b", function() error("lost", 0) end)
      local c <close> = closer("c")
      coroutine.wrap(function()
        local inner <close> = closer("inner")
        pcall(function() os.exit(0, true) end)
      end)()`;
    let output = "";
    const machine: Machine = new Machine({ host: { process: { exit: () => void (output = machine.output) } } });
    machine.run(source);
    expect(output).toBe("close c\tnil\nclose b\tnil\nclose a\tlost\ngc second\ngc first\n");
  });

  test("exit without it does not", () => {
    let output: string | undefined;
    const machine: Machine = new Machine({ host: { process: { exit: () => void (output = machine.output) } } });
    machine.run(`local a <close> = setmetatable({}, { __close = function() print("closed") end }) os.exit(0, false)`);
    expect(output).toBe("");
  });

  test("commands report how they ended", () => {
    const ends = { ok: { kind: "exit", code: 0 }, bad: { kind: "exit", code: 2 }, killed: { kind: "signal", code: 9 } } as const;
    const process = { exit: () => undefined, execute: (command: string) => ends[command as keyof typeof ends] };
    expect(
      runLua(`print(os.execute("ok")) print(os.execute("bad")) print(os.execute("killed")) print(os.execute())`, { host: { process } }),
    ).toBe("true\texit\t0\nnil\texit\t2\nnil\tsignal\t9\ntrue\n");
  });
});

test("a host is the default with parts replaced", () => {
  const host = createHost({ environment: () => "x" });
  expect([host.files, host.process, host.loadModule, host.environment("any")]).toEqual([undefined, undefined, undefined, "x"]);
});
