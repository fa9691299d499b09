package dev.meterlark.edge;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on the standard output where to go; printed rather than logged, as it is for a person. */
@Component
class Greeting {

    private final ConsoleAddress console;
    private final Environment environment;

    Greeting(ConsoleAddress console, Environment environment) {
        this.console = console;
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void greet() {
        String port = environment.getProperty("local.server.port", "0");
        System.out.println("Console: " + console.url().replaceFirst(":0$", ":" + port));
    }
}
