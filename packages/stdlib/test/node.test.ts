// The host under Node: real files, processes and streams.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNodeHost, nodeClock } from "@luster/stdlib/node";
import { Machine } from "./machine.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "luster-stdlib-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a program with Node's files and processes; its global `folder` is a folder of the tests. */
function run(source: string): string {
  const { files, process, environment } = createNodeHost();
  const machine = new Machine({ host: { files, process, environment } });
  return machine.run(`folder = ${JSON.stringify(folder)} ${source}`);
}

describe("files", () => {
  test("every byte is written and read back", () => {
    const program = `
      local bytes = {} for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
      local all = table.concat(bytes)
      local name = folder .. "/bytes"
      local f = assert(io.open(name, "wb")) f:write(all:rep(1000)) f:close()
      local g = assert(io.open(name, "rb"))
      print(g:read("a") == all:rep(1000), g:seek("end"), g:seek("set", 65), g:read(3))`;
    expect(run(program)).toBe("true\t256000\t65\tABC\n");
    expect(readFileSync(join(folder, "bytes")).length).toBe(256_000);
  });

  test("appending goes to the end, wherever the position was", () => {
    expect(
      run(`
        local name = folder .. "/append"
        io.open(name, "w"):write("one "):close()
        local f = io.open(name, "a+") f:seek("set", 0) f:write("two") f:seek("set", 0) print(f:read("a")) f:close()`),
    ).toBe("one two\n");
  });

  test("reading and writing may alternate", () => {
    expect(
      run(`
        local f = io.open(folder .. "/update", "w+")
        f:write("hello world") f:seek("set", 0)
        local word = f:read(5) f:seek("cur", 0) f:write("_") f:seek("set", 0)
        print(word, f:read("a"))`),
    ).toBe("hello\thello_world\n");
  });

  test("errors are those of C", () => {
    writeFileSync(join(folder, "plain"), "");
    expect(run(`print(io.open(folder .. "/missing"))`)).toBe(`nil\t${folder}/missing: No such file or directory\t2\n`);
    expect(run(`print(io.open(folder, "w"))`)).toBe(`nil\t${folder}: Is a directory\t21\n`);
    expect(run(`print(io.open(folder):read("a"))`)).toBe("nil\tIs a directory\t21\n");
    expect(run(`print(io.open(folder .. "/plain/x"))`)).toBe(`nil\t${folder}/plain/x: Not a directory\t20\n`);
    expect(run(`print(os.remove(folder .. "/missing"))`)).toBe(`nil\t${folder}/missing: No such file or directory\t2\n`);
    expect(run(`print(select(2, os.rename(folder .. "/missing", folder .. "/x")))`)).toBe("No such file or directory\t2\n");
    expect(run(`print(pcall(dofile, folder))`)).toBe(`false\tcannot read ${folder}: Is a directory\n`);
  });

  test("a name ends at a zero byte, and may have any other", () => {
    expect(run(`local n = folder .. "/\\xc3\\xa4" io.open(n .. "\\0ignored", "w"):close() print(io.open(n) ~= nil, os.remove(n))`)).toBe(
      "true\ttrue\n",
    );
  });

  test("temporary files have no name to be found by, and temporary names are files", () => {
    expect(run(`local f = io.tmpfile() f:write("x") f:seek("set") print(f:read("a"), f:close())`)).toBe("x\ttrue\n");
    expect(run(`local n = os.tmpname() print(io.open(n) ~= nil, os.remove(n))`)).toBe("true\ttrue\n");
  });

  test("a source file may begin with a byte order mark or a line for the shell", () => {
    writeFileSync(join(folder, "marked.lua"), "\xef\xbb\xbfreturn 1", "latin1");
    writeFileSync(join(folder, "shell.lua"), "#!/usr/bin/env lua\nerror('here')");
    expect(run(`print(dofile(folder .. "/marked.lua"), pcall(dofile, folder .. "/shell.lua"))`)).toBe(
      `1\tfalse\t${folder}/shell.lua:2: here\n`,
    );
  });

  test("a large file is read line by line in constant memory", () => {
    const lines = 300_000;
    writeFileSync(join(folder, "large"), "some line of a large file, long enough to be shared\n".repeat(lines));
    const output = run(`
      local n, bytes, most = 0, 0, 0
      for line in io.lines(folder .. "/large") do
        n = n + 1 bytes = bytes + #line
        if n % 1000 == 0 then most = math.max(most, collectgarbage("count")) end
      end
      print(n, bytes, most < 20000)`);
    expect(output).toBe(`${lines}\t${lines * 51}\ttrue\n`);
  });
});

describe("processes", () => {
  test("run in a shell", () => {
    expect(run(`print(os.execute(), os.execute("exit 3"))`)).toBe("true\tnil\texit\t3\n");
    expect(run(`print(os.execute("kill -9 $$"))`)).toBe("nil\tsignal\t9\n");
  });

  test("can be read from and written to", () => {
    expect(run(`local p = io.popen("printf 'a\\\\nb\\\\n'; exit 2") print(p:read("a"), p:close())`)).toBe("a\nb\n\tnil\texit\t2\n");
    expect(run(`local p = io.popen("kill -9 $$") print(p:read("a"), p:close())`)).toBe("\tnil\tsignal\t9\n");
    expect(
      run(
        `local p = io.popen("echo begun; sleep 30 >/dev/null & echo $!") print(p:read()) local n = p:read() print(os.execute("kill " .. n), p:close())`,
      ),
    ).toBe("begun\ntrue\ttrue\texit\t0\n");
    expect(run(`local p = io.popen("(sleep 0.2; echo later) & echo now") print(p:read("l", "l", "l"))`)).toBe("now\tlater\tnil\n");
    expect(run(`local p = io.popen("cat > " .. folder .. "/written", "w") p:write("text") print(p:close())`)).toBe("true\texit\t0\n");
    expect(readFileSync(join(folder, "written"), "utf8")).toBe("text");
    expect(run(`local p = io.popen("true") print(p:write("x"))`)).toBe("nil\tBad file descriptor\t9\n");
  });

  test("that are written to run at once, and beside this one", () => {
    const program = `
      local name = folder .. "/echoed"
      local p = io.popen("read x; echo got $x > " .. name .. "; cat > /dev/null; exit 3", "w")
      p:write("first\\n") p:flush()
      local text = ""
      for i = 1, 1000 do
        local f = io.open(name)
        text = f and f:read("a") or ""
        if f then f:close() end
        if text ~= "" then break end
        os.execute("sleep 0.01")
      end
      io.write(text)
      p:write("more\\n")
      print(p:close())`;
    expect(run(program)).toBe("got first\nnil\texit\t3\n");
    expect(run(`print(io.popen("kill -9 $$", "w"):close())`)).toBe("nil\tsignal\t9\n");
    expect(run(`print(io.popen("cat > /dev/null", "w"):read())`)).toBe("nil\tBad file descriptor\t9\n");
    expect(run(`local p = io.popen("exit 0", "w") os.execute("sleep 0.1") print(p:write(("x"):rep(1e6))) p:close()`)).toBe(
      "nil\tBroken pipe\t32\n",
    );
    expect(run(`local p = io.popen("cat > " .. folder .. "/large", "w") p:write(("x"):rep(3e6)) print(p:close())`)).toBe("true\texit\t0\n");
    expect(readFileSync(join(folder, "large")).length).toBe(3_000_000);
  });

  test("have an environment", () => {
    process.env["LUSTER_TEST"] = "wert ä";
    expect(run(`print(os.getenv("LUSTER_TEST"), os.getenv("LUSTER_NOT_SET"))`)).toBe("wert \xc3\xa4\tnil\n");
  });
});

test("the clock counts processor time, and knows the zone", () => {
  const start = nodeClock.processorSeconds();
  while (nodeClock.processorSeconds() === start);
  expect(nodeClock.processorSeconds()).toBeGreaterThan(start);
  expect(nodeClock.zoneName(0).length).toBeGreaterThan(0);
});
