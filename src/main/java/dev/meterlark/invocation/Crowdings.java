package dev.meterlark.invocation;

import org.springframework.stereotype.Component;

import java.util.List;

/** Tells how crowded this node was, each time once. */
@Component
public class Crowdings {

    private final RunningCalls running;

    Crowdings(RunningCalls running) {
        this.running = running;
    }

    /** Of whoever had a call running or turned away since this was asked last. */
    public List<Crowding> take() {
        return running.takeCrowdings();
    }
}
