package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;

interface AccountEgressRows extends Repository<AccountEgress, AccountId> {

    void save(AccountEgress egress);

    Optional<AccountEgress> findById(AccountId account);

    /** Of all accounts: few have any. */
    @Query("select e from AccountEgress e")
    List<AccountEgress> all();
}
