package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** How versions do, from the ledger; an attempt is there some tenths of a second after its end. */
@Service
@Transactional(readOnly = true)
public class Conducts {

    /** Of all versions of the function: enough to judge by, however much it is called. */
    private static final int MOST_READ = 20_000;

    private static final List<String> FAULTS_OF_FUNCTIONS =
            Arrays.stream(ErrorCode.values())
                    .filter(code -> code.fault() == Fault.FUNCTION)
                    .map(ErrorCode::wireName)
                    .toList();

    private final JdbcClient jdbc;

    Conducts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param version as the calls came to it by an alias
     * @param alias by which
     */
    public record Of(FunctionId function, String version, String alias) {}

    /** Of the function's newest calls, those that came to the version since then. */
    public Conduct since(AccountId account, Of of, Instant since) {
        return jdbc.sql(
                        """
                        select count(*) as calls,
                            count(case when error_code in (:faults) then 1 end) as failed,
                            percentile_disc(0.95) within group (order by run_micros) as p95
                        from (
                            select version, alias, error_code, run_micros from usage_record
                            where function_id = :function and account_id = :account
                                and started_at >= :since
                            order by function_id, started_at desc, invocation_id desc, attempt desc
                            limit :most) newest
                        where version = :version and alias = :alias
                        """)
                .param("faults", FAULTS_OF_FUNCTIONS)
                .param("function", of.function().value())
                .param("account", account.value())
                .param("since", Columns.instant(since))
                .param("most", MOST_READ)
                .param("version", of.version())
                .param("alias", of.alias())
                .query((row, _) -> conduct(row))
                .single();
    }

    private static Conduct conduct(ResultSet row) throws SQLException {
        return new Conduct(
                row.getLong("calls"),
                row.getLong("failed"),
                Duration.of(row.getLong("p95"), ChronoUnit.MICROS));
    }
}
