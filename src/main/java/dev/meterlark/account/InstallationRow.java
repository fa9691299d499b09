package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface InstallationRow extends Repository<Installation, Integer> {

    @Query("select i from Installation i where i.id = 1")
    Installation get();

    /**
     * Of two first sign-ups at once the second waits for the first's commit and then finds the
     * place taken: one for the one account that becomes the operator's, else none.
     */
    @Modifying(flushAutomatically = true)
    @Query(
            """
            update Installation i
            set i.operatorAccount.value = :#{#account.value}, i.operatorTokenHash = null
            where i.id = 1 and i.operatorAccount.value is null
            """)
    int claim(AccountId account);

    @Transactional
    @Modifying
    @Query(
            """
            update Installation i set i.operatorTokenHash = :hash
            where i.id = 1 and i.operatorAccount.value is null
            """)
    int expect(byte[] hash);
}
