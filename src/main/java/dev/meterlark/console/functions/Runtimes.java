package dev.meterlark.console.functions;

import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.Workers;

import org.springframework.stereotype.Component;

import java.util.List;

/** What can be chosen as a runtime, and what a newcomer starts from. */
@Component
class Runtimes {

    private final Workers workers;

    Runtimes(Workers workers) {
        this.workers = workers;
    }

    List<Choice> choices() {
        return workers.runtimes().stream().map(Choice::of).toList();
    }

    /** Starters of the families that are offered here, in that order. */
    List<Starter> starters() {
        List<String> families =
                workers.runtimes().stream().map(RuntimeOffer::family).distinct().toList();
        return families.stream().flatMap(f -> Starter.of(f).stream()).toList();
    }

    String isolation() {
        return workers.isolation().explanation();
    }

    /**
     * @param handler what is called when nothing else is said
     */
    record Choice(String name, String family, String label, String handler) {

        static Choice of(RuntimeOffer offer) {
            return new Choice(
                    offer.name(),
                    offer.family(),
                    label(offer),
                    Starter.of(offer.family(), "hello").map(Starter::handler).orElse(""));
        }

        private static String label(RuntimeOffer offer) {
            return switch (offer.family()) {
                case "nodejs" -> "Node.js (" + offer.version() + ")";
                case "python" -> "Python (" + offer.version() + ")";
                case "java" -> "Java (" + offer.version() + ")";
                case "provided" -> "Executable (Runtime API)";
                case "wasm" -> "WebAssembly (" + offer.version() + ")";
                default -> offer.name();
            };
        }
    }
}
