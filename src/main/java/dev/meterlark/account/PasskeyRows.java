package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;

interface PasskeyRows extends Repository<Passkey, RowId> {

    void save(Passkey passkey);

    void delete(Passkey passkey);

    Optional<Passkey> findByPersonAndId(PersonId person, RowId id);

    /** For the sign-in alone, which learns the person from the key. */
    Optional<Passkey> findByCredentialId(byte[] credentialId);

    boolean existsByPerson(PersonId person);

    @Query("select p from Passkey p where p.person = :person order by p.madeAt, p.id.value")
    List<Passkey> ofPerson(PersonId person);
}
