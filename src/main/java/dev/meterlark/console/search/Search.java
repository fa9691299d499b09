package dev.meterlark.console.search;

import dev.meterlark.account.Accounts;
import dev.meterlark.billing.invoice.Invoices;
import dev.meterlark.console.Places;
import dev.meterlark.console.search.Found.Kind;
import dev.meterlark.function.Functions;
import dev.meterlark.pipeline.Pipelines;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Permission;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.queue.Queues;
import dev.meterlark.storage.table.Tables;
import dev.meterlark.storage.topic.Topics;
import dev.meterlark.telemetry.Calls;
import dev.meterlark.trigger.TriggerView;
import dev.meterlark.trigger.Triggers;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What of an account holds a text in its name, of each kind a few. */
@Component
class Search {

    private static final int OF_A_KIND = 6;
    private static final int INVOICES_LOOKED_AT = 100;

    private final Places places;
    private final Functions functions;
    private final Pipelines pipelines;
    private final Triggers triggers;
    private final Calls calls;
    private final Stored stored;
    private final Invoices invoices;
    private final Accounts accounts;

    Search(
            Places places,
            Functions functions,
            Pipelines pipelines,
            Triggers triggers,
            Calls calls,
            Stored stored,
            Invoices invoices,
            Accounts accounts) {
        this.places = places;
        this.functions = functions;
        this.pipelines = pipelines;
        this.triggers = triggers;
        this.calls = calls;
        this.stored = stored;
        this.invoices = invoices;
        this.accounts = accounts;
    }

    /** The stores have one form of asking. */
    @Component
    record Stored(Buckets buckets, Tables tables, Queues queues, Topics topics) {}

    List<Found> find(Caller caller, String text) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        List<Found> found = new ArrayList<>();
        if (part.isEmpty()) {
            return found;
        }
        if (caller.may(Permission.LOGS_READ)) {
            found.addAll(call(caller, part));
        }
        if (caller.may(Permission.FUNCTIONS_READ)) {
            found.addAll(
                    functions.named(caller, part, OF_A_KIND).stream()
                            .filter(name -> caller.may(Permission.FUNCTIONS_READ, name))
                            .map(name -> Found.of(Kind.FUNCTION, name, "/functions/{}", name))
                            .toList());
            found.addAll(pipelinesAndTriggers(caller, part));
        }
        if (caller.may(Permission.STORAGE_READ)) {
            found.addAll(stores(caller, part));
        }
        if (caller.may(Permission.BILLING_READ)) {
            found.addAll(invoices(caller, part));
        }
        if (caller.may(Permission.OPERATE)) {
            found.addAll(accounts(part));
        }
        return found;
    }

    private List<Found> call(Caller caller, String id) {
        try {
            UUID call = UUID.fromString(id);
            return calls.find(caller.account(), new InvocationId(call)).isEmpty()
                    ? List.of()
                    : List.of(Found.of(Kind.CALL, id, "/calls/{}", id));
        } catch (IllegalArgumentException noId) {
            return List.of();
        }
    }

    private List<Found> pipelinesAndTriggers(Caller caller, String part) {
        List<Found> found = new ArrayList<>();
        found.addAll(
                named(Kind.PIPELINE, "/pipelines/{}", pipelines.named(caller, part, OF_A_KIND)));
        if (places.hold("/triggers/{}")) {
            for (TriggerView trigger : triggers.named(caller, part, OF_A_KIND)) {
                String target =
                        trigger.function() == null ? trigger.pipeline() : trigger.function();
                String name = "%s of %s".formatted(trigger.type(), target);
                String id = trigger.id().toString();
                found.add(Found.of(Kind.TRIGGER, name, "/triggers/{}", id));
            }
        }
        return found;
    }

    private List<Found> stores(Caller caller, String part) {
        List<Found> found = new ArrayList<>();
        found.addAll(
                named(Kind.BUCKET, "/buckets/{}", stored.buckets().named(caller, part, OF_A_KIND)));
        found.addAll(
                named(Kind.TABLE, "/tables/{}", stored.tables().named(caller, part, OF_A_KIND)));
        found.addAll(
                named(Kind.QUEUE, "/queues/{}", stored.queues().named(caller, part, OF_A_KIND)));
        found.addAll(
                named(Kind.TOPIC, "/topics/{}", stored.topics().named(caller, part, OF_A_KIND)));
        return found;
    }

    private List<Found> named(Kind kind, String page, List<String> names) {
        return places.hold(page)
                ? names.stream().map(name -> Found.of(kind, name, page, name)).toList()
                : List.of();
    }

    /** Among the newest: an account has few, and older ones are found in their list. */
    private List<Found> invoices(Caller caller, String part) {
        return invoices.list(caller.account(), null, INVOICES_LOOKED_AT).items().stream()
                .map(invoice -> invoice.number().value())
                .filter(number -> number.toLowerCase(Locale.ROOT).contains(part))
                .limit(OF_A_KIND)
                .map(number -> Found.of(Kind.INVOICE, number, "/invoices/{}", number))
                .toList();
    }

    private List<Found> accounts(String part) {
        return accounts.named(part, OF_A_KIND).stream()
                .map(
                        each ->
                                Found.of(
                                        Kind.ACCOUNT,
                                        each.identity().name(),
                                        "/operator/accounts/{}",
                                        each.identity().id().toString()))
                .toList();
    }
}
