-- Without the Message Content intent the bot is not told everything that members write.

ALTER TABLE mirror ADD COLUMN unread_told INTEGER NOT NULL DEFAULT 0 CHECK (unread_told IN (0, 1));  -- members were told which words it gets
