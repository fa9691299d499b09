package dev.meterlark.invocation.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;

import org.springframework.messaging.Message;
import org.springframework.stereotype.Component;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The catalog of each account that calls pipelines: made when it is first asked for, and made anew
 * when the account's functions or pipelines changed. Who holds an older one goes on with it.
 */
@Component
class Catalogs {

    private final Map<AccountId, AccountCatalog> made;
    private final Generations generations;
    private final PipelineIndex pipelines;
    private final StageCalls calls;

    Catalogs(
            Generations generations,
            PipelineIndex pipelines,
            StageCalls calls,
            CatalogProperties properties) {
        Cache<AccountId, AccountCatalog> kept =
                Caffeine.newBuilder().maximumSize(properties.maxCatalogs()).build();
        this.made = kept.asMap();
        this.generations = generations;
        this.pipelines = pipelines;
        this.calls = calls;
    }

    /**
     * Its stages as one function. A pipeline that was changed a moment ago has a catalog of its own
     * for the runs that began before.
     */
    Function<Message<byte[]>, Message<byte[]>> composed(PipelineSnapshot pipeline) {
        List<FunctionRef> stages = pipeline.stages().stream().map(Catalogs::ref).toList();
        return of(pipeline.account())
                .composed(stages)
                .or(() -> make(pipeline.account(), stages).composed(stages))
                .orElseThrow(() -> new IllegalStateException("cannot be composed: " + stages));
    }

    AccountCatalog of(AccountId account) {
        AccountCatalog known = made.get(account);
        if (known != null && known.generation() == generations.number(account)) {
            return known;
        }
        return made.compute(
                account,
                (_, before) ->
                        before != null && before.generation() == generations.number(account)
                                ? before
                                : make(account, List.of()));
    }

    /** The generation is read before the pipelines: what changes in between makes another. */
    private AccountCatalog make(AccountId account, List<FunctionRef> more) {
        Generations.Generation now = generations.now(account);
        Set<FunctionRef> functions = new HashSet<>(now.functions());
        functions.addAll(more);
        for (PipelineSnapshot pipeline : pipelines.of(account)) {
            pipeline.stages().forEach(stage -> functions.add(ref(stage)));
        }
        return new AccountCatalog(
                now.number(), functions, function -> new CatalogFunction(account, function, calls));
    }

    static FunctionRef ref(PipelineSnapshot.Stage stage) {
        return new FunctionRef(stage.function(), stage.qualifier());
    }
}
