import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder, luster, lusterCommand, script } from "./luster.js";

const ok = (stdout: string) => ({ stdout, stderr: "", exitCode: 0 });
const failed = (stderr: string) => ({ stdout: "", stderr, exitCode: 1 });

describe("a script", () => {
  it("gets its arguments, also those that look like options", async () => {
    const name = script("args.lua", "print(#arg, arg[0], arg[1], ...)");
    expect(await luster([name, "-x", "y"])).toEqual(ok("2\targs.lua\t-x\t-x\ty\n"));
  });

  it("finds the words before it in arg", async () => {
    const name = script("before.lua", "print(arg[-1], arg[-2], arg[-3], arg[-4])");
    expect(await luster(["-e", "x = 1", name])).toEqual(ok("x = 1\t-e\tluster\tnil\n"));
  });

  it("gets what the options before it have made of arg", async () => {
    expect(await luster(["-e", "arg[1] = 100", "-", "a", "b"], { stdin: "print(...)" })).toEqual(ok("100\tb\n"));
    expect(await luster(["-e", "arg = 1", "-"], { stdin: "print(...)" })).toEqual(failed("luster: 'arg' is not a table\n"));
  });

  it("may begin with a line for the shell", async () => {
    expect(await luster([script("shell.lua", "#!/usr/bin/env luster\nprint('ran')")])).toEqual(ok("ran\n"));
  });

  it("comes from the standard input for -, and for nothing", async () => {
    expect(await luster(["-", "a"], { stdin: "print(arg[0], ...)" })).toEqual(ok("-\ta\n"));
    expect(await luster([], { stdin: "print('no script')" })).toEqual(ok("no script\n"));
    expect(await luster([], { stdin: "print(1) error('e', 0)" })).toMatchObject({ stdout: "1\n", exitCode: 0 });
    expect(await luster(["-"], { stdin: "error('e', 0)" })).toMatchObject({ exitCode: 1 });
  });

  it("may have a name that looks like an option, after --", async () => {
    expect(await luster(["--", script("-v.lua", "print('dashed')")])).toEqual(ok("dashed\n"));
  });

  it("is a file after --, whatever its name", async () => {
    expect(await luster(["--", "-"], { stdin: "print('not run')" })).toEqual(failed("luster: cannot open -: No such file or directory\n"));
    expect(await luster(["--", script("-", "print('a file')")])).toEqual(ok("a file\n"));
  });

  it("can require a file beside it", async () => {
    script("mod.lua", "return { name = ... }");
    expect(await luster([script("requires.lua", "print(require('mod').name)")])).toEqual(ok("mod\n"));
  });

  it("gives its bytes as they are", async () => {
    expect((await luster(["-e", "io.write(('\\xc3\\xa9'):rep(3))"])).stdout).toBe("ééé");
  });
});

describe("exit codes", () => {
  it.each([
    ["os.exit()", 0],
    ["os.exit(true)", 0],
    ["os.exit(false)", 1],
    ["os.exit(7)", 7],
    ["print('x') os.exit(3)", 3],
    ["error('x')", 1],
    ["local x = 1", 0],
  ])("%s ends with %i", async (code, exitCode) => {
    expect((await luster(["-e", code])).exitCode).toBe(exitCode);
  });

  it("output written before os.exit is there", async () => {
    expect((await luster(["-e", "io.write('kept') os.exit(0)"])).stdout).toBe("kept");
  });
});

describe("errors", () => {
  it("of the script come with the traceback", async () => {
    const name = script("fails.lua", "local function f()\n  error('boom')\nend\nprint('before')\nf()");
    expect(await luster([name])).toEqual({
      stdout: "before\n",
      stderr: `luster: fails.lua:2: boom
stack traceback:
\t[C]: in function 'error'
\tfails.lua:2: in local 'f'
\tfails.lua:5: in main chunk
\t[C]: in ?
`,
      exitCode: 1,
    });
  });

  it.each([
    ["error()", "(error object is a nil value)\nstack traceback:\n"],
    ["error({})", "(error object is a table value)\nstack traceback:\n"],
    ["error(42)", "42\nstack traceback:\n"],
    ["error('\\xff', 0)", "\ufffd\nstack traceback:\n"],
  ])("%s", async (code, start) => {
    expect((await luster(["-e", code])).stderr).toContain(`luster: ${start}`);
  });

  it("with a text of their own stand alone", async () => {
    const code = "error(setmetatable({}, { __tostring = function() return 'own text' end }))";
    expect(await luster(["-e", code])).toEqual(failed("luster: own text\n"));
  });

  it("of syntax name file, line and token", async () => {
    expect(await luster([script("syntax.lua", "x = 1\nx = = 2\n")])).toEqual(failed("luster: syntax.lua:2: unexpected symbol near '='\n"));
    expect(await luster(["-e", "x ="])).toEqual(failed("luster: (command line):1: unexpected symbol near <eof>\n"));
  });

  it("name a file that is not there, and a directory", async () => {
    mkdirSync(join(folder, "directory"));
    expect(await luster(["none.lua"])).toEqual(failed("luster: cannot open none.lua: No such file or directory\n"));
    expect(await luster(["directory"])).toEqual(failed("luster: cannot read directory: Is a directory\n"));
  });

  it("of unreadable bytes are one line", async () => {
    const nul = await luster([script("nul.lua", "print(1)\n\0")]);
    expect(nul.stderr).toMatch(/^luster: nul\.lua:2: unexpected symbol.*\n$/);
    expect(nul.exitCode).toBe(1);
    const noise = await luster([
      script(
        "noise.lua",
        Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
      ),
    ]);
    expect(noise.stderr).toMatch(/^luster: noise\.lua:1: .*\n$/);
    expect(noise.exitCode).toBe(1);
  });

  it("and warnings end at their first zero byte, as C strings do", async () => {
    const described = await luster(["-e", "error(setmetatable({}, {__tostring = function() return 'seen\\0unseen' end}))"]);
    expect(described).toEqual(failed("luster: seen\n"));
    const warned = await luster([
      "-W",
      "-e",
      "warn('a\\0b', 'c\\0d') setmetatable({}, {__gc = function() error('e\\0f', 0) end}) collectgarbage()",
    ]);
    expect(warned.stderr).toBe("Lua warning: ac\nLua warning: error in __gc (e)\n");
  });

  it("of a damaged binary chunk are one line", async () => {
    const { stderr, exitCode } = await luster([script("damaged.luac", "\x1bLua\x54\0")]);
    expect(stderr).toMatch(/^luster: damaged\.luac: bad binary format \(.*\)\n$/);
    expect(exitCode).toBe(1);
  });

  it("are never a JavaScript stack trace", async () => {
    for (const code of ["local function f() return f() + 1 end f()", "string.rep('x', 1 << 40)", "(nil)()", "coroutine.wrap(error)('x')"]) {
      const { stderr, exitCode } = await luster(["-e", code]);
      expect(stderr).toMatch(/^luster: /);
      expect(stderr).not.toMatch(/\.js|node:/);
      expect(exitCode).toBe(1);
    }
  });
});

describe("options", () => {
  it("-e runs code, before the script, in order", async () => {
    const name = script("after.lua", "print(x, y)");
    expect(await luster(["-e", "x = 1", "-ey = 2", name])).toEqual(ok("1\t2\n"));
  });

  it("-l requires a module into a global of its name, or another", async () => {
    script("lib.lua", "return 'the lib'");
    script("lib-v2.lua", "return 'version 2'");
    expect(await luster(["-l", "lib", "-e", "print(lib)"])).toEqual(ok("the lib\n"));
    expect(await luster(["-lother=lib", "-e", "print(other, lib)"])).toEqual(ok("the lib\tnil\n"));
    expect(await luster(["-l", "lib-v2", "-e", "print(lib)"])).toEqual(ok("version 2\n"));
  });

  it("-l names a module that is not there", async () => {
    const { stderr, exitCode } = await luster(["-l", "nosuch"]);
    expect(stderr).toContain("luster: module 'nosuch' not found:\n\tno field package.preload['nosuch']\n");
    expect(exitCode).toBe(1);
  });

  it("-v shows the version and does nothing else", async () => {
    expect(await luster(["-v"], { stdin: "print('not run')" })).toEqual(
      ok(expect.stringMatching(/^Luster \d+\.\d+\.\d+ {2}Lua 5\.4 as by PUC-Rio\n$/) as never),
    );
  });

  it("-W turns warnings on", async () => {
    expect(await luster(["-W", "-e", "warn('careful')"])).toEqual({ stdout: "", stderr: "Lua warning: careful\n", exitCode: 0 });
    expect(await luster(["-e", "warn('careful')"])).toEqual(ok(""));
  });

  it("LUA_INIT runs first, as code or as a file, and -E ignores it", async () => {
    script("init.lua", "x = 'from a file'");
    expect(await luster(["-e", "print(x)"], { env: { LUA_INIT: "x = 'code'" } })).toEqual(ok("code\n"));
    expect(await luster(["-e", "print(x)"], { env: { LUA_INIT: "x = 'code'", LUA_INIT_5_4: "@init.lua" } })).toEqual(ok("from a file\n"));
    expect(await luster(["-E", "-e", "print(x, os.getenv('LUA_INIT'))"], { env: { LUA_INIT: "x = 1" } })).toEqual(ok("nil\tx = 1\n"));
    expect(await luster(["-e", "print(x)"], { env: { LUA_INIT: "x =" } })).toEqual(
      failed("luster: LUA_INIT:1: unexpected symbol near <eof>\n"),
    );
  });

  it("-E ignores LUA_PATH", async () => {
    const env = { LUA_PATH: "/somewhere/?.lua" };
    expect(await luster(["-e", "print(package.path)"], { env })).toEqual(ok("/somewhere/?.lua\n"));
    expect((await luster(["-E", "-e", "print(package.path)"], { env })).stdout).not.toContain("somewhere");
  });

  it.each([["-x"], ["--x"], ["-vi"], ["-Wx"]])("%s is not known", async (option) => {
    const { stdout, stderr, exitCode } = await luster([option]);
    expect(stderr).toMatch(new RegExp(`^luster: unrecognized option '${option}'\nusage: luster \\[options\\] \\[script \\[args\\]\\]\n`));
    expect([stdout, exitCode]).toEqual(["", 1]);
  });

  it.each([[["-e"]], [["-l"]], [["-e", "-v"]]])("%j lacks its argument", async (words) => {
    const { stderr, exitCode } = await luster(words);
    expect(stderr).toContain(`luster: '${words[0]}' needs argument\nusage: `);
    expect(exitCode).toBe(1);
  });
});

describe("options of the JIT", () => {
  const source = "local s = 0; for i = 1, 50 do s = s + i end print(s)";

  it("--jit-dump shows what is compiled", async () => {
    const { stdout, stderr } = await luster(["--jit-threshold=10", "--jit-dump", "-e", source]);
    expect(stdout).toBe("1275\n");
    expect(stderr).toMatch(/^-- =\(command line\):0 from instruction \d+\n/);
    expect(stderr).toMatch(/^ {5}1 {2}/m);
  });

  it("--no-jit compiles nothing", async () =>
    expect(await luster(["--no-jit", "--jit-threshold=0", "--jit-dump", "-e", source])).toEqual(ok("1275\n")));

  it("--jit-threshold says after how many calls or turns", async () => {
    expect((await luster(["--jit-threshold=40", "--jit-dump", "-e", source])).stderr).toContain("-- =(command line)");
    expect((await luster(["--jit-threshold=50", "--jit-dump", "-e", source])).stderr).toBe("");
  });

  it("--jit-counters shows what was compiled, and why it was left", async () => {
    const failing =
      "local t = {} for i = 1, 50 do t[i] = #t end local function f(x) return x.y end for i = 1, 3 do print(pcall(f, nil)) end";
    const { stderr } = await luster(["--jit-threshold=0", "--jit-counters", "-e", failing]);
    expect(stderr).toMatch(/^-- compiled functions: [1-9]\d*\n-- compiled loops: \d+\n-- failed guards: \d+\n-- dropped: \d+\n/);
    expect(stderr).toMatch(/^-- left, instruction GETFIELD: 3$/m);
    expect((await luster(["--no-jit", "--jit-counters", "-e", failing])).stderr).toBe("-- nothing is compiled\n");
  });

  it("--jit-threshold needs a number", async () =>
    expect((await luster(["--jit-threshold=x", "-e", ""])).stderr).toContain("luster: '--jit-threshold' needs a number, not 'x'\n"));
});

describe("--list", () => {
  it("shows the instructions and runs nothing", async () => {
    const { stdout, stderr, exitCode } = await luster([
      "--list",
      script("listed.lua", "print('not run')\nlocal function f() return 1 end"),
    ]);
    expect(stdout).toContain("main <listed.lua");
    expect(stdout).toMatch(/CLOSURE/);
    expect(stdout).not.toContain("not run\n");
    expect([stderr, exitCode]).toEqual(["", 0]);
  });

  it("reports what a run would", async () => {
    expect(await luster(["--list", "none.lua"])).toEqual(failed("luster: cannot open none.lua: No such file or directory\n"));
    expect(await luster(["--list", script("bad.lua", "x =")])).toEqual(failed("luster: bad.lua:1: unexpected symbol near <eof>\n"));
    expect((await luster(["--list"])).stderr).toContain("luster: '--list' needs a script\n");
  });
});

describe("the end", () => {
  it("comes when nobody reads the output any more", async () => {
    const name = script("endless.lua", "while true do io.write('x\\n') end");
    const [node, command] = lusterCommand;
    const output = execFileSync("sh", ["-c", `"$0" "$1" ${name} | head -n 1`, node, command], {
      cwd: folder,
      encoding: "utf8",
      timeout: 10_000,
    });
    expect(output).toBe("x\n");
  });

  it("runs finalizers, whose output is there", async () => {
    expect(await luster(["-e", "x = setmetatable({}, { __gc = function() print('finalized') end })"])).toEqual(ok("finalized\n"));
  });
});

describe("an interrupt from the keyboard", () => {
  /** Sends SIGINT to a script once it has written something. */
  async function interrupted(source: string): Promise<{ stdout: string; stderr: string; exitCode: number | null }> {
    const child = spawn(lusterCommand[0], [lusterCommand[1], script("interrupted.lua", source)], { cwd: folder });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (stdout === "") child.kill("SIGINT");
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { stdout, stderr, exitCode };
  }

  it("is an error that the script can catch", async () => {
    const source = "print('begun') print(pcall(function() while true do end end))";
    expect(await interrupted(source)).toEqual(ok("begun\nfalse\tinterrupted!\n"));
  });

  it("ends a script that does not catch it, wherever it is", async () => {
    const source = "local function f(s)\n  return (s:find('.-.-.-b'))\nend\nprint('begun')\nprint(f(('a'):rep(100000)))";
    const { stdout, stderr, exitCode } = await interrupted(source);
    expect([stdout, exitCode]).toEqual(["begun\n", 1]);
    expect(stderr).toContain("luster: interrupted.lua:2: interrupted!\nstack traceback:\n\t[C]: in ");
  });
});

describe("os.exit", () => {
  const open =
    "local x <close> = setmetatable({}, { __close = function(_, e) print('closed', e) end }) y = setmetatable({}, { __gc = function() print('gc') end }) ";

  it("ends at once", async () => {
    expect(await luster(["-e", `${open} os.exit(3)`])).toEqual({ stdout: "", stderr: "", exitCode: 3 });
  });

  it("closes the state first if it is asked to, from wherever it is called", async () => {
    const closed = { stdout: "closed\tnil\ngc\n", stderr: "", exitCode: 3 };
    expect(await luster(["-e", `${open} os.exit(3, true)`])).toEqual(closed);
    expect(
      await luster(["-e", `${open} pcall(coroutine.wrap(function() table.sort({ 2, 1 }, function() os.exit(3, true) end) end))`]),
    ).toEqual(closed);
  });

  it("goes on closing after an error, and calls each finalizer once", async () => {
    const source = `
      setmetatable({}, { __gc = function() print('first') end })
      setmetatable({}, { __gc = function() print('second') setmetatable({}, { __gc = print }) os.exit(0, true) end })
      local a <close> = setmetatable({}, { __close = function(_, e) print('a', e) end })
      local b <close> = setmetatable({}, { __close = function() error('b', 0) end })
      os.exit(true, true)`;
    expect(await luster(["-e", source])).toEqual(ok("a\tb\nsecond\nfirst\n"));
  });
});
