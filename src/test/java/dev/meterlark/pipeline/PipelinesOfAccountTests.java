package dev.meterlark.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.Accounts;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.Functions;
import dev.meterlark.function.snapshot.PipelineSource;
import dev.meterlark.invocation.PipelineNames;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to an account happens to its pipelines. */
@MeterlarkTest
class PipelinesOfAccountTests {

    @Autowired Tenants tenants;
    @Autowired Accounts accounts;
    @Autowired Functions functions;
    @Autowired Pipelines pipelines;
    @Autowired PipelineVersions versions;
    @Autowired PipelineNames running;
    @Autowired PipelineSource source;
    @Autowired JdbcClient database;

    private AccountId account;
    private Caller operator;

    @BeforeEach
    void aPipeline() {
        Tenants.Tenant owner = tenants.newOwner();
        account = owner.account().id();
        operator = tenants.caller(tenants.operator());
        Caller caller = tenants.caller(owner);
        functions.create(
                caller,
                "parse",
                new FunctionSettings(
                        "nodejs", null, null, null, null, null, null, null, null, null, null));
        pipelines.create(caller, "orders", new PipelineSettings(null, "parse", null, null));
        versions.publish(caller, "orders");
    }

    @Test
    void oneThatIsSuspendedRunsNoneAndHasAllAgainWhenItIsReopened() {
        assertThat(isRunnable()).isTrue();
        assertThat(published()).isEqualTo(2);

        accounts.suspend(operator, account);
        assertThat(isRunnable()).isFalse();
        assertThat(published()).isZero();

        accounts.reopen(operator, account);
        assertThat(isRunnable()).isTrue();
        assertThat(published()).isEqualTo(2);
    }

    @Test
    void oneThatIsClosedHasNoneAnyMore() {
        accounts.close(operator, account);

        assertThat(isRunnable()).isFalse();
        assertThat(rows("pipelines")).isZero();
        assertThat(rows("pipeline_versions")).isZero();
    }

    private boolean isRunnable() {
        return running.pipelineId(account, "orders").isPresent();
    }

    private long published() {
        return source.pipelines().stream().filter(each -> each.account().equals(account)).count();
    }

    private long rows(String table) {
        return database.sql("select count(*) from " + table + " where account_id = :account")
                .param("account", account.value())
                .query(Long.class)
                .single();
    }
}
