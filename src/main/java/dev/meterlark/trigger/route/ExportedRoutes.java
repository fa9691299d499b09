package dev.meterlark.trigger.route;

import dev.meterlark.account.ExportBounds;
import dev.meterlark.account.ExportPart;
import dev.meterlark.account.ExportSink;
import dev.meterlark.shared.Caller;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;

/** The account's routes for HTTP. */
@Component
@Order(3)
class ExportedRoutes implements ExportPart {

    private static final int AT_ONCE = 100;

    private final Routes routes;

    ExportedRoutes(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String tells(ExportBounds bounds) {
        return "routes.jsonl       methods and paths, and what they lead to";
    }

    @Override
    public void write(Caller caller, ExportSink sink) throws IOException {
        sink.lines("routes.jsonl", cursor -> routes.list(caller, cursor, AT_ONCE));
    }
}
