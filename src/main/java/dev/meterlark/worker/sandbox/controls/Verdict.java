package dev.meterlark.worker.sandbox.controls;

import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;

/** What was seen of one control, and what follows from it. */
record Verdict(Holds holds, String reading) {

    static Verdict of(boolean holds, String reading) {
        return new Verdict(holds ? Holds.YES : Holds.NO, reading);
    }

    static Verdict unknown(String reading) {
        return new Verdict(Holds.UNKNOWN, reading);
    }

    ControlReading on(Control control) {
        return new ControlReading(
                control.name(), control.title(), holds, reading, control.purpose());
    }
}
