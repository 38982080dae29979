-- Writing and publishing fail and recover each by itself.

ALTER TABLE mirror ADD COLUMN unpublished TEXT;  -- why the last attempt to publish its announcement stopped
