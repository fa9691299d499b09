package dev.meterlark.trigger;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;

/** What makes the account's functions run, without secrets. */
@Component
@Order(3)
class ExportedTriggers implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Triggers triggers;

    ExportedTriggers(Triggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return "triggers.jsonl     what makes functions and pipelines run";
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        sink.lines(
                "triggers.jsonl",
                cursor -> triggers.list(caller, TriggerQuery.ALL, cursor, AT_ONCE));
    }
}
