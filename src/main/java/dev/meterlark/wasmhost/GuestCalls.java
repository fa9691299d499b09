package dev.meterlark.wasmhost;

import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls of one thread, one after the other; none sees anything of the one before. */
final class GuestCalls {

    private static final String TRAP = "Wasm.Trap";

    private final SlotOrder order;
    private final GuestModule module;
    private final Reports reports;
    private final Wasi wasi;

    GuestCalls(SlotOrder order, GuestModule module, Reports reports) {
        this.order = order;
        this.module = module;
        this.reports = reports;
        this.wasi = new Wasi(module.imports());
    }

    Outcome run(Event event) {
        String id = event.requestId();
        long begun = WasiSystem.threadCpuNanos();
        var files = new Files(order.bounds().fileBytes());
        var log =
                new Log(order.bounds().logBytes(), text -> reports.printed(order.slot(), id, text));
        var guest =
                new Guest(
                        List.of(order.handler()),
                        environment(event),
                        new Descriptors(event.body(), files),
                        new Answer(order.bounds().answerBytes()),
                        log);
        var used = new long[1];
        Outcome outcome = run(guest, used);
        log.flush();
        long micros = (WasiSystem.threadCpuNanos() - begun) / 1000;
        reports.callEnded(order.slot(), id, micros, used[0] + files.peakBytes(), log.dropped());
        return outcome;
    }

    private List<String> environment(Event event) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> each : order.environment().entrySet()) {
            lines.add(each.getKey() + "=" + each.getValue());
        }
        if (event.traceId() != null) {
            lines.add("_X_AMZN_TRACE_ID=" + event.traceId());
        }
        return lines;
    }

    /**
     * Whatever a guest brings about is its own end only: also an error of the JVM, which here means
     * that its stack or the memory for its answer is used up.
     */
    private Outcome run(Guest guest, long[] used) {
        wasi.seat(guest);
        try {
            Instance instance = module.instance(wasi.imports(), order.bounds().pages());
            try {
                instance.export(Instance.START_FUNCTION_NAME).apply();
            } finally {
                used[0] = (long) instance.memory().pages() * Memory.PAGE_SIZE;
            }
            return answered(guest);
        } catch (GuestEnd.Exit e) {
            return e.status() == 0
                    ? answered(guest)
                    : failed("Wasm.ExitStatus", String.valueOf(e.getMessage()), guest);
        } catch (GuestEnd.TooLarge e) {
            return new Outcome.Answered(guest.answer().bytes(), "application/octet-stream");
        } catch (GuestEnd.Interrupted | WasmInterruptedException e) {
            return new Outcome.Stopped();
        } catch (StackOverflowError e) {
            return failed(TRAP, "call stack exhausted", guest);
        } catch (OutOfMemoryError e) {
            return failed("Wasm.OutOfMemory", "the host has no memory left for this call", guest);
        } catch (RuntimeException | Error e) {
            return Thread.currentThread().isInterrupted()
                    ? new Outcome.Stopped()
                    : failed(TRAP, String.valueOf(e.getMessage()), guest);
        } finally {
            wasi.seat(null);
        }
    }

    private static Outcome answered(Guest guest) {
        byte[] bytes = guest.answer().bytes();
        return new Outcome.Answered(bytes, JsonText.mediaType(bytes));
    }

    private static Outcome failed(String type, String what, Guest guest) {
        String tail = guest.log().tail();
        return new Outcome.Failed(type, tail.isEmpty() ? what : what + ": " + tail);
    }
}
