package dev.meterlark.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.worker.RunRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** A runtime that was started before its function was known is, to the function, any other. */
class BlankRuntimeTests {

    private static final String API = "127.0.0.1:[0-9]+";

    @TempDir private Path task;

    @Test
    void aNodeFunctionCannotTell() throws Exception {
        Files.writeString(
                task.resolve("index.js"),
                """
                const { execSync } = require('node:child_process');
                const fs = require('node:fs');
                const Module = require('module');
                exports.handler = async () => ({
                  environment: Object.entries(process.env).sort(), child: execSync('env | sort; pwd').toString(),
                  folder: process.cwd(), arguments: process.argv, options: process.execArgv,
                  cache: Object.keys(require.cache), paths: Object.keys(Module._pathCache), main: require.main === undefined,
                  globals: Object.getOwnPropertyNames(globalThis).sort(), files: fs.readdirSync('.').length,
                  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]).sort(),
                  descriptors: fs.readdirSync('/proc/self/fd').length, time: new Date(0).toString(),
                });
                """);
        try (var fresh = RuntimeProcess.node(task, "index.handler");
                var blank = RuntimeProcess.blankNode(task, "index.handler").specialize()) {
            assertSame(blank, fresh);
        }
    }

    @Test
    void aPythonFunctionCannotTell() throws Exception {
        Files.writeString(
                task.resolve("app.py"),
                """
                import gc, os, subprocess, sys, threading, time
                def handler(event, context):
                    main = sys.modules["__main__"]
                    return [sorted(os.environ.items()), subprocess.getoutput("env | grep -v ^_= | sort; pwd"), os.getcwd(),
                            sys.path, sys.argv, sys.orig_argv, sorted(sys.modules), sorted(sys.path_importer_cache),
                            sorted(vars(main)), len(os.listdir("/proc/self/fd")), len(os.listdir(".")), time.tzname,
                            threading.active_count(), sys.getrecursionlimit()]
                """);
        try (var fresh = RuntimeProcess.python(task, "app.handler");
                var blank = RuntimeProcess.blankPython(task, "app.handler").specialize()) {
            assertSame(blank, fresh);
        }
    }

    @Test
    void aJavaFunctionCannotTell() throws Exception {
        JavaSources.compile(
                task,
                "com.acme.Look",
                """
                package com.acme;
                import java.io.*;
                import java.nio.file.*;
                import java.util.*;
                public class Look {
                    public List<Object> handle(String event) throws Exception {
                        var properties = new TreeMap<String, String>();
                        System.getProperties().forEach((k, v) -> properties.put("" + k, "" + v));
                        properties.keySet().removeIf(name -> name.startsWith("jdk."));
                        var child = new ProcessBuilder("/bin/sh", "-c", "env | grep -v ^_= | sort; pwd").start();
                        return List.of(new TreeMap<>(System.getenv()), properties,
                            new String(child.getInputStream().readAllBytes()), Path.of("x").toAbsolutePath(),
                            Files.exists(Path.of("com/acme/Look.class")), new FileInputStream("com/acme/Look.class").available(),
                            new File("com/acme").list().length, Thread.activeCount(),
                            Thread.currentThread().getContextClassLoader().getClass().getName());
                    }
                }
                """);
        try (var fresh = RuntimeProcess.java(task, "com.acme.Look::handle");
                var blank = RuntimeProcess.blankJava(task, "com.acme.Look::handle").specialize()) {
            assertSame(blank, fresh);
        }
    }

    @Test
    void aFunctionMayTakeSeveralCallsAtOnce() throws Exception {
        Files.writeString(
                task.resolve("index.js"),
                """
                const waiting = [];
                exports.handler = async (event) => {
                  console.log('call', event);
                  await new Promise((resolve) => { waiting.push(resolve); if (waiting.length === 2) waiting.forEach((each) => each()); });
                };
                """);
        JavaSources.compile(
                task,
                "com.acme.Two",
                """
                package com.acme;
                public class Two {
                    final java.util.concurrent.CyclicBarrier together = new java.util.concurrent.CyclicBarrier(2);
                    public void handle(int n) throws Exception { System.out.println("call " + n); together.await(); }
                }
                """);
        try (var node = RuntimeProcess.blankNode(task, "index.handler", 2).specialize();
                var java = RuntimeProcess.blankJava(task, "com.acme.Two::handle", 2).specialize()) {
            assertTwoAtOnce(node);
            assertTwoAtOnce(java);
        }
    }

    private static void assertTwoAtOnce(RuntimeProcess runtime) throws Exception {
        RunRequest a = RuntimeProcess.request("1", "Root=1");
        RunRequest b = RuntimeProcess.request("2", "Root=2");
        Exchange one = runtime.hand(a, Outlet.NONE);
        Exchange other = runtime.hand(b, Outlet.NONE);
        assertThat(runtime.answered(runtime.orOutput(one.reply()))).isEqualTo("null");
        assertThat(runtime.answered(runtime.orOutput(other.reply()))).isEqualTo("null");
        assertThat(Frames.of(runtime.printed()))
                .containsEntry(a.id().toString(), "call 1\n")
                .containsEntry(b.id().toString(), "call 2\n");
    }

    @Test
    void whatCannotBeLoadedIsAnInitError() throws Exception {
        try (var node = RuntimeProcess.blankNode(task, "index.handler").specialize();
                var python = RuntimeProcess.blankPython(task, "app.handler").specialize();
                var java = RuntimeProcess.blankJava(task, "com.acme.Missing").specialize()) {
            assertThat(node.initFailure().type()).isEqualTo("Runtime.ImportModuleError");
            assertThat(python.initFailure().type()).isEqualTo("Runtime.ImportModuleError");
            assertThat(java.initFailure().type()).isEqualTo("java.lang.ClassNotFoundException");
            assertThat(node.exitStatus()).isEqualTo(1);
            assertThat(python.exitStatus()).isEqualTo(1);
            assertThat(java.exitStatus()).isEqualTo(1);
        }
    }

    @Test
    void aFunctionThatAsksAgainIsToldNothing() throws Exception {
        Files.writeString(
                task.resolve("index.mjs"),
                """
                export const handler = async () =>
                  (await fetch(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/meterlark/specialization`)).status;
                """);

        try (var node = RuntimeProcess.blankNode(task, "index.handler").specialize()) {
            assertThat(node.answer("{}")).isEqualTo("404");
        }
    }

    @Test
    void nobodysRuntimePrintsNothingAndEndsWithItsConversation() throws Exception {
        try (var node = RuntimeProcess.blankNode(task, "");
                var python = RuntimeProcess.blankPython(task, "");
                var java = RuntimeProcess.blankJava(task, "")) {
            for (RuntimeProcess each : new RuntimeProcess[] {node, python, java}) {
                each.conversation().specialization().get();
                each.conversation().close();
                assertThat(each.exitStatus()).isZero();
                assertThat(each.output()).isEmpty();
            }
        }
    }

    private static void assertSame(RuntimeProcess blank, RuntimeProcess fresh) throws Exception {
        assertThat(seenBy(blank)).isEqualTo(seenBy(fresh));
        assertThat(blank.output()).isEmpty();
    }

    /** Element by element, so that a difference can be read. */
    private static String seenBy(RuntimeProcess runtime) throws Exception {
        return runtime.answer("{}").replaceAll(API, "API").replace(",", ",\n");
    }
}
