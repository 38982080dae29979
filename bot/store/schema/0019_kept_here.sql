-- What a member keeps in Discord can be sent by an edit.

ALTER TABLE reply ADD COLUMN stays INTEGER NOT NULL DEFAULT 0 CHECK (stays IN (0, 1));  -- its writer keeps it in Discord, as long as it begins with `//`
UPDATE reply SET stays = 1 WHERE withdraw AND NOT forget AND reason = 'Its writer keeps it in Discord.'
    AND NOT EXISTS (SELECT 1 FROM mirror, follow, member WHERE mirror.id = reply.mirror AND follow.id = mirror.follow
    AND member.guild = follow.guild AND member.user = reply.user AND consent = 'never');
ALTER TABLE reply ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;  -- when what is kept was edited last without being sent, in milliseconds since 1970: later edits can send it
UPDATE reply SET decided = 1000 * unixepoch() WHERE stays;  -- edits of before were not followed, and nobody expects them to be any more
DROP INDEX reply_open;
CREATE INDEX reply_open ON reply (message_id) WHERE state IN ('queued', 'posting') OR withdraw AND state IN ('published', 'held')
    OR edits <> carried AND (stays OR state IN ('published', 'held')) OR verify_at IS NOT NULL;
