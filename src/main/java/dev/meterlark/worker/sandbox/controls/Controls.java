package dev.meterlark.worker.sandbox.controls;

import dev.meterlark.worker.ControlReading;

import java.util.ArrayList;
import java.util.List;

/** All controls, each judged by what was seen. */
public final class Controls {

    private Controls() {}

    /** One reading for each control, in their order. */
    public static List<ControlReading> read(Inside inside, Outside outside, Machine machine) {
        List<ControlReading> readings = new ArrayList<>();
        for (Control control : Control.values()) {
            readings.add(tried(control, inside, outside, machine).on(control));
        }
        return readings;
    }

    /** What could not be read is not known; the others are read all the same. */
    private static Verdict tried(Control control, Inside inside, Outside outside, Machine machine) {
        try {
            return judge(control, inside, outside, machine);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Verdict.unknown("could not be read: " + e.getMessage());
        }
    }

    private static Verdict judge(Control control, Inside inside, Outside outside, Machine machine) {
        return switch (control) {
            case C1 -> Identity.namespaces(inside, outside);
            case C2 -> Identity.ids(inside, outside);
            case C3 -> Identity.capabilities(inside);
            case C4 -> Identity.privileges(inside);
            case C5 -> MachineSeen.filter(inside);
            case C6 -> MachineSeen.foreign(inside);
            case C7 -> Bounds.memory(outside);
            case C8 -> Bounds.processes(outside);
            case C9 -> Bounds.cpu(outside);
            case C10 -> Bounds.disk(inside);
            case C11 -> Bounds.limits(inside);
            case C12 -> FilesSeen.root(inside);
            case C13 -> FilesSeen.code(inside);
            case C14 -> Bounds.temporary(inside);
            case C15 -> FilesSeen.devices(inside);
            case C16 -> FilesSeen.processes(inside);
            case C17 -> FilesSeen.system(inside);
            case C18 -> Identity.descriptors(inside);
            case C19 -> Identity.environment(inside);
            case C20 -> Identity.session(inside);
            case C21 -> NetworkSeen.runtimeApi(inside);
            case C22 -> NetworkSeen.closed(inside);
            case C23 -> NetworkSeen.granted(outside);
            case C24 -> MachineSeen.teardown(outside);
            case C25 -> MachineSeen.reuse();
            case C26 -> MachineSeen.hygiene(machine);
            case C27 -> MachineSeen.runtime(outside);
            case C28 -> MachineSeen.platform(machine);
        };
    }
}
