package dev.meterlark.console;

import dev.meterlark.console.account.AccountModels;
import dev.meterlark.console.calls.CallModels;
import dev.meterlark.console.code.CodeModels;
import dev.meterlark.console.functions.FunctionModels;
import dev.meterlark.console.functions.VersionModels;
import dev.meterlark.console.home.HomeModels;
import dev.meterlark.console.logs.LogModels;
import dev.meterlark.console.money.MoneyModels;
import dev.meterlark.console.operator.OperatorModels;
import dev.meterlark.console.pipelines.PipelineModels;
import dev.meterlark.console.queues.QueueModels;
import dev.meterlark.console.search.SearchModels;
import dev.meterlark.console.storage.StorageModels;
import dev.meterlark.console.triggers.TriggerModels;

import java.util.HashMap;
import java.util.Map;

/** A model for every page, by its template: each part of the console has its own. */
final class Models {

    private final Filling with;

    Models(String text) {
        with = new Filling(text);
    }

    Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>();
        all.putAll(new HomeModels(with).all());
        all.putAll(new FunctionModels(with).all());
        all.putAll(new VersionModels(with).all());
        all.putAll(new CallModels(with).all());
        all.putAll(new CodeModels(with).all());
        all.putAll(new LogModels(with).all());
        all.putAll(new MoneyModels(with).all());
        all.putAll(new AccountModels(with).all());
        all.putAll(new OperatorModels(with).all());
        all.putAll(new SearchModels(with).all());
        all.putAll(new PieceModels(with).all());
        all.putAll(new TriggerModels(with).all());
        all.putAll(new StorageModels(with).all());
        all.putAll(new QueueModels(with).all());
        all.putAll(new PipelineModels(with).all());
        all.put("refused", with.model("title", with.text(), "text", with.text()));
        return all;
    }
}
