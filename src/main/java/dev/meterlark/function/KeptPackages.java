package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.FunctionId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which packages functions and their versions have. */
@Component
class KeptPackages {

    private final JdbcClient database;

    KeptPackages(JdbcClient database) {
        this.database = database;
    }

    /** Of any account. */
    boolean has(CodeDigest digest) {
        return database.sql(
                                """
                                select count(*) from (
                                    select 1 from functions where code_digest = :digest
                                    union all
                                    select 1 from function_version where code_digest = :digest) kept
                                """)
                        .param("digest", digest.hex())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * Bytes of the account's packages beside the one that a function is to have next: one that is
     * there for several versions of a function counts once.
     */
    long bytesBeside(AccountId account, FunctionId function, CodeDigest next) {
        return database.sql(
                        """
                        select coalesce(sum(code_bytes), 0) from (
                            select id, code_digest, code_bytes from functions
                            where account_id = :account and id <> :function
                            union
                            select function_id, code_digest, code_bytes from function_version
                            where account_id = :account
                            and not (function_id = :function and code_digest = :next)) kept
                        """)
                .param("account", account.value())
                .param("function", function.value())
                .param("next", next.hex())
                .query(Long.class)
                .single();
    }
}
