package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.Optional;

interface ProviderIdentityRows extends Repository<ProviderIdentity, RowId> {

    void save(ProviderIdentity identity);

    Optional<ProviderIdentity> findByIssuerAndSubject(String issuer, String subject);

    boolean existsByPersonAndIssuer(PersonId person, String issuer);

    @Modifying
    @Query("delete from ProviderIdentity i where i.person = :person and i.issuer = :issuer")
    int deleteOf(PersonId person, String issuer);
}
