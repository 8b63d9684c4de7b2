-- The roles of the field, by the words of the glossary; a contractor's is bound to an agreement.
UPDATE role_grant SET role = 'duty_leader' WHERE role = 'supervisor';

ALTER TABLE role_grant
    ADD COLUMN agreement text,
    ADD CONSTRAINT role_grant_agreement CHECK (
        (role = 'contractor') = (agreement IS NOT NULL)
        AND (agreement IS NULL OR until_at IS NOT NULL));
