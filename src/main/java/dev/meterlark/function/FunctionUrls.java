package dev.meterlark.function;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.edge.FunctionAddresses;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.FunctionPublished;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Map;

/** The URLs of functions: every function has one from the start, open to the account's own keys. */
@Service
@Transactional
public class FunctionUrls {

    private final FunctionRows functions;
    private final Accounts accounts;
    private final FunctionAddresses addresses;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    FunctionUrls(
            FunctionRows functions,
            Accounts accounts,
            FunctionAddresses addresses,
            AuditLog audit,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.functions = functions;
        this.accounts = accounts;
        this.addresses = addresses;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public UrlView show(Caller caller, String name) {
        return view(
                caller,
                functions
                        .findByAccountAndName(caller.account(), name)
                        .orElseThrow(FunctionUrls::unknown));
    }

    /** What is null becomes what is usual, whatever it was before. */
    public UrlView change(Caller caller, String name, UrlSettings settings) {
        UrlAuth auth = UrlShaping.auth(settings.auth());
        Cors cors = UrlShaping.cors(settings.cors());
        Function function =
                functions.lock(caller.account(), name).orElseThrow(FunctionUrls::unknown);
        Revision.require("the function", settings.revision(), function.revision());
        var wanted = new FunctionUrl(function.url().id(), auth, cors);
        if (!wanted.equals(function.url())) {
            function.take(auth, cors, clock.instant());
            accounts.whenOpen(function.account())
                    .ifPresent(
                            owner ->
                                    events.publishEvent(
                                            new FunctionPublished(function.snapshot(owner))));
            audit.record(
                    caller,
                    "function.url-changed",
                    "function:" + name,
                    Map.of("auth", auth.wireName(), "cors", cors != null));
        }
        return view(caller, function);
    }

    /** Back to what every function has from the start. */
    public void reset(Caller caller, String name) {
        change(caller, name, new UrlSettings(null, null, null));
    }

    private UrlView view(Caller caller, Function function) {
        FunctionUrl url = function.url();
        return new UrlView(
                function.name(),
                addresses.byHost(url.id()),
                addresses.byPath(caller.slug(), function.name()),
                url.auth().wireName(),
                url.cors(),
                function.revision());
    }

    /** The same for those that are another account's. */
    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such function in this account");
    }
}
